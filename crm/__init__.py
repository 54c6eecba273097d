"""The roof: settings, addresses, middleware, GraphQL and commands. It holds no business rule."""
