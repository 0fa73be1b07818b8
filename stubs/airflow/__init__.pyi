# What drift and its examples use of Airflow, for a type checker that has no Airflow: it is no dependency,
# and weighs more than a gigabyte. `make airflow` has stubtest compare this with Airflow itself.
