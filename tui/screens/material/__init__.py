"""报送材料 that are written: the text, its photographs and files, its draft."""
