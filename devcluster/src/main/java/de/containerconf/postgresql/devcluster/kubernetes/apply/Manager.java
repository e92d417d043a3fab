package de.containerconf.postgresql.devcluster.kubernetes.apply;

import java.util.Comparator;

/// Who writes, and how: what tells the entries of `metadata.managedFields` apart.
///
/// @param operation `Apply` or `Update`
/// @param subresource such as `status`, or ""
public record Manager(String name, String operation, String apiVersion, String subresource) {

    static final Comparator<Manager> ORDER =
            Comparator.comparing(Manager::name)
                    .thenComparing(Manager::apiVersion)
                    .thenComparing(Manager::subresource);

    /// The name in `managedFields` of who applies.
    public static final String APPLY = "Apply";

    /// The name in `managedFields` of who writes in any other way.
    public static final String UPDATE = "Update";

    /// As conflicts show it.
    String shown() {
        return "\"%s\"%s%s"
                .formatted(
                        name,
                        operation.equals(UPDATE) ? " using " + apiVersion : "",
                        subresource.isEmpty() ? "" : " with subresource \"" + subresource + "\"");
    }
}
