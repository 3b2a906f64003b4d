"""What other systems copy: every public record as it is handed out, and the numbered sequence of its changes."""
