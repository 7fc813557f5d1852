"""The only public process: customers' conversations over HTTP and WebSocket, with the assistant behind it."""
