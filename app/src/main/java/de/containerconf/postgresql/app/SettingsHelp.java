package de.containerconf.postgresql.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;

/// Shows the options of a [SettingsCommand] under what they are about, after those that only it
/// has.
final class SettingsHelp implements IHelpSectionRenderer {

    /// By the name of the field.
    private static final List<Map.Entry<String, String>> HEADINGS =
            List.of(
                    Map.entry("postgresql", "The PostgreSQL server"),
                    Map.entry("kubernetes", "The Kubernetes API server"),
                    Map.entry("operator", "The operator"),
                    Map.entry("leaderElection", "Several replicas"));

    @Override
    public String render(Help help) {
        var command = help.commandSpec();
        var own = new ArrayList<>(command.options());
        var sections = new StringBuilder();
        for (var each : HEADINGS) {
            var mixin = command.mixins().get(each.getKey());
            if (mixin != null) {
                own.removeAll(mixin.options());
                sections.append("%n%s:%n".formatted(each.getValue()))
                        .append(help.optionListExcludingGroups(mixin.options()));
            }
        }
        return help.optionListExcludingGroups(own) + sections;
    }
}
