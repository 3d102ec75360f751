"""``taizhang doctor``: what terminal, connection and data are like, and what to do where they hinder."""
