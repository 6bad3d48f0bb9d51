"""The same survey on a Dask cluster: councils are its tasks, their evidence goes to a store."""
