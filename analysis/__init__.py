"""Pure functions: data in, a result out."""
