"""What tests share: data, files, stores, screens and terminals under one's hands."""
