"""Optional extractors behind `model.ports.PluginPort`, found by their entry points and imported by nobody."""
