def create_groups():
    pass
