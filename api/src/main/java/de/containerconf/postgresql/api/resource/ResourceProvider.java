package de.containerconf.postgresql.api.resource;

/// A kind of resource. Declared with `provides … with` in a module descriptor; chosen by
/// `--resources <id>,…`.
public interface ResourceProvider {

    /// The name in settings: `[a-z][a-z0-9-]*`, unique among providers of this kind, not
    /// `database`.
    String id();

    /// One line for people.
    String description();

    /// Prepares the resource, once, at the start of the operator.
    ///
    /// @throws IllegalArgumentException if an option is unknown or wrong; the message names it and
    ///   what is allowed
    Resource open(ResourceContext context);
}
