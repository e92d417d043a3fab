package com.example.audit;

import de.containerconf.postgresql.api.resource.Resource;
import de.containerconf.postgresql.api.resource.ResourceContext;
import de.containerconf.postgresql.api.resource.ResourceProvider;
import java.nio.file.Path;
import java.util.Set;

/// `--resources database,audit --option audit.file=FILE`
public final class AuditProvider implements ResourceProvider {

    @Override
    public String id() {
        return "audit";
    }

    @Override
    public String description() {
        return "writes a line to a file for each database that comes, changes hands or goes";
    }

    @Override
    public Resource open(ResourceContext context) {
        var options = context.options();
        if (!options.keySet().equals(Set.of("file"))) {
            throw new IllegalArgumentException(
                    "the resource 'audit' has one option, audit.file=FILE, and it is needed");
        }
        return new Audit(Path.of(options.get("file")));
    }
}
