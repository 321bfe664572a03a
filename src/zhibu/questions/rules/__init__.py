"""What makes a question sound, what makes an answer right, and which questions are alike."""
