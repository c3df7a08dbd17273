"""Council agendas: one platform, one module."""
