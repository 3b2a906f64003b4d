"""What the frame itself puts on the newsroom's desk: the accounts."""

from qcdc import accounts as accounts
