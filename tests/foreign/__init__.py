"""Sign-ins with servers that nobody here wrote, over real sockets."""
