"""Archives of adverts: streamed from compressed JSON lines to Parquet, part by part."""
