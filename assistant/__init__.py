"""What the answer is and where it is written: questions, topics, wording, verification, chat."""
