package de.containerconf.postgresql.app.plugins;

import java.lang.module.ModuleDescriptor;

/// Where a provider comes from.
///
/// @param module empty where it is not known
/// @param version of the module; empty where it has none
/// @param file its name in the folder of plug-ins; empty: built in
record Origin(String module, String version, String file) {

    static Origin of(Module module, String file) {
        var descriptor = module.getDescriptor();
        return descriptor == null ? file(file) : of(descriptor, file);
    }

    private static Origin of(ModuleDescriptor module, String file) {
        return new Origin(module.name(), module.rawVersion().orElse(""), file);
    }

    static Origin file(String file) {
        return new Origin("", "", file);
    }

    boolean builtIn() {
        return file.isEmpty();
    }

    @Override
    public String toString() {
        return builtIn() ? module : file;
    }
}
