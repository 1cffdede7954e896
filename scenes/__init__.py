"""The film, one chapter a file; each imports only uat."""
