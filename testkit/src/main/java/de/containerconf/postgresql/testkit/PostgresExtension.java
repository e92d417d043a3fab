package de.containerconf.postgresql.testkit;

import de.containerconf.postgresql.devcluster.postgres.EmbeddedPostgres;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests parameters of the types [PostgresServer], [Login] and [Login.Kind].
///
/// Alone, as `@ExtendWith(PostgresExtension.class)`, they are PostgreSQL 18, or the major version
/// in the system property `OPERATOR_TEST_POSTGRES`, and its superuser; with [EveryPostgres] the
/// class runs once for each version and kind of login. Tests share a server a version and find it
/// empty: what an earlier one created is dropped. Who breaks it asks for a [Dedicated] one.
public final class PostgresExtension
        implements ParameterResolver, BeforeEachCallback, ClassTemplateInvocationContextProvider {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(PostgresExtension.class);
    private static final Variant USUAL =
            new Variant(Integer.getInteger("OPERATOR_TEST_POSTGRES", 18), Login.Kind.SUPERUSER);

    /// For JUnit.
    public PostgresExtension() {}

    @Override
    public boolean supportsClassTemplate(ExtensionContext context) {
        return context.getTestClass()
                .filter(type -> type.isAnnotationPresent(EveryPostgres.class))
                .isPresent();
    }

    @Override
    public Stream<? extends ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(
            ExtensionContext context) {
        return majors().stream()
                .flatMap(major ->
                        Stream.of(Login.Kind.values()).map(kind -> new Variant(major, kind)));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        var shared =
                context.getRoot()
                        .getStore(NAMESPACE)
                        .get(variant(context).major(), PostgresServer.class);
        if (shared != null) {
            shared.reset();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        var type = parameter.getParameter().getType();
        return type == PostgresServer.class || type == Login.class || type == Login.Kind.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var variant = variant(context);
        var type = parameter.getParameter().getType();
        if (type == Login.Kind.class) {
            return variant.login();
        }
        if (type == Login.class) {
            return shared(context, variant.major()).login(variant.login());
        }
        return parameter.isAnnotated(Dedicated.class)
                ? dedicated(context, variant.major())
                : shared(context, variant.major());
    }

    private static List<Integer> majors() {
        return FullCounts.wanted() ? EmbeddedPostgres.majors() : List.of(USUAL.major());
    }

    private static Variant variant(ExtensionContext context) {
        var variant = context.getStore(NAMESPACE).get(Variant.class, Variant.class);
        return variant == null ? USUAL : variant;
    }

    private static PostgresServer shared(ExtensionContext context, int major) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(major, key -> new PostgresServer(major), PostgresServer.class);
    }

    private static PostgresServer dedicated(ExtensionContext context, int major) {
        var server = new PostgresServer(major);
        context.getStore(NAMESPACE).put(server, server);
        return server;
    }

    private record Variant(int major, Login.Kind login) implements ClassTemplateInvocationContext {

        @Override
        public String getDisplayName(int index) {
            return "PostgreSQL %d as %s"
                    .formatted(major, login.name().toLowerCase(java.util.Locale.ROOT));
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of();
        }

        @Override
        public void prepareInvocation(ExtensionContext context) {
            context.getStore(NAMESPACE).put(Variant.class, this);
        }
    }
}
