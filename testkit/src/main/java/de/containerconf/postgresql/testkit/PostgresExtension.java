package de.containerconf.postgresql.testkit;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests parameters of the types [PostgresServer], [Login] and [Login.Kind].
///
/// Alone, as `@ExtendWith(PostgresExtension.class)`, they are PostgreSQL 18, or the major version
/// in the system property `OPERATOR_TEST_POSTGRES`, and its superuser, or the kind of login in
/// `OPERATOR_TEST_LOGIN`; with [EveryPostgres] the class runs once for each version and kind of
/// login. Tests share a server a version and find it empty: what an earlier one created is dropped.
/// Who breaks it asks for a [Dedicated] one. Where the servers come from is said in
/// [PostgresSource].
public final class PostgresExtension
        implements ExecutionCondition,
                ParameterResolver,
                BeforeEachCallback,
                ClassTemplateInvocationContextProvider {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(PostgresExtension.class);
    private static final Variant USUAL =
            new Variant(
                    Integer.getInteger("OPERATOR_TEST_POSTGRES", 18),
                    Login.Kind.valueOf(
                            System.getProperty(
                                    "OPERATOR_TEST_LOGIN", Login.Kind.SUPERUSER.name())));

    /// For JUnit.
    public PostgresExtension() {}

    @Override
    public boolean supportsClassTemplate(ExtensionContext context) {
        return each(context);
    }

    @Override
    public Stream<? extends ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(
            ExtensionContext context) {
        return source(context).majors(USUAL.major()).stream()
                .flatMap(major ->
                        Stream.of(Login.Kind.values()).map(kind -> new Variant(major, kind)));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        var shared =
                shared(context).get(key(context, variant(context).major()), PostgresServer.class);
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
            return login(context);
        }
        return parameter.isAnnotated(Dedicated.class)
                ? dedicated(context, variant.major())
                : shared(context, variant.major());
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (each(context) && told(context) == null) {
            return ConditionEvaluationResult.enabled("each version is asked for itself");
        }
        return source(context)
                .missing(variant(context).major())
                .map(ConditionEvaluationResult::disabled)
                .orElseGet(() -> ConditionEvaluationResult.enabled("there is such a server"));
    }

    /// The server that the tests of this context share.
    static PostgresServer server(ExtensionContext context) {
        return shared(context, variant(context).major());
    }

    /// The login of this context.
    static Login login(ExtensionContext context) {
        return server(context).login(variant(context).login());
    }

    /// For all tests of this process, even if each class is run for itself, as Surefire does where
    /// it has several processes.
    private static ExtensionContext.Store shared(ExtensionContext context) {
        return context.getStore(ExtensionContext.StoreScope.LAUNCHER_SESSION, NAMESPACE);
    }

    private static PostgresSource source(ExtensionContext context) {
        return context.getTestClass()
                .map(type -> type.getAnnotation(EveryPostgres.class))
                .map(EveryPostgres::value)
                .orElse(PostgresSource.ANY)
                .resolved();
    }

    private static Variant variant(ExtensionContext context) {
        var variant = told(context);
        return variant == null ? USUAL : variant;
    }

    private static @Nullable Variant told(ExtensionContext context) {
        return context.getStore(NAMESPACE).get(Variant.class, Variant.class);
    }

    private static boolean each(ExtensionContext context) {
        return context.getTestClass()
                .filter(type -> type.isAnnotationPresent(EveryPostgres.class))
                .isPresent();
    }

    private static PostgresServer shared(ExtensionContext context, int major) {
        return shared(context)
                .computeIfAbsent(
                        key(context, major),
                        _ -> new PostgresServer(source(context), major),
                        PostgresServer.class);
    }

    private static String key(ExtensionContext context, int major) {
        return "%s %d".formatted(source(context), major);
    }

    private static PostgresServer dedicated(ExtensionContext context, int major) {
        var server = new PostgresServer(source(context), major);
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
