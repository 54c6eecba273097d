"""The ground floor: people who sign in, customers, ownership and history. Imports no other app."""
