"""What leans on the inside of a library, in one place: look here first after an update of one."""
