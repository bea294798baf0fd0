"""The shared Qt panel: widgets show and collect, presenters decide; it knows no host and imports Qt from `binding`."""
