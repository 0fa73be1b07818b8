"""Object stores, S3, GCS and Azure: what is there, how it is read and written, and what their errors mean."""
