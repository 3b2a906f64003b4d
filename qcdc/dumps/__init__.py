"""The whole public record in files: made in one go, kept on a shelf, handed out while nothing in it was taken back."""
