"""What a document says, exactly: reading, repair and structure of contracts."""
