"""What is wrong in a list, and the rules that its own checks hold it to."""
