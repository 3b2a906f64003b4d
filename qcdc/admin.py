"""What the frame itself puts on the newsroom's desk: the accounts, and the words of the packages."""

from qcdc import accounts as accounts
from qcdc import words_of_packages as words_of_packages
