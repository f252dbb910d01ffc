"""The store of the city: schema, engines, loading, queries and accounts."""
