package de.containerconf.postgresql.testkit;

import de.containerconf.postgresql.devcluster.kubernetes.ApiServer;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests parameters of the types [KubernetesApi] and [KubernetesApi.Kind].
///
/// Alone, as `@ExtendWith(ApiServerExtension.class)`, it is the API server of this process; with
/// [EveryApiServer] the class runs once for each kind. Tests share a server a kind, each with a
/// namespace of its own; after a test faults are taken back, and a stopped server is started. Who
/// spoils it otherwise asks for a [Dedicated] one.
public final class ApiServerExtension
        implements ExecutionCondition,
                ParameterResolver,
                AfterEachCallback,
                ClassTemplateInvocationContextProvider {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(ApiServerExtension.class);

    /// For JUnit.
    public ApiServerExtension() {}

    @Override
    public boolean supportsClassTemplate(ExtensionContext context) {
        return context.getTestClass()
                .filter(type -> type.isAnnotationPresent(EveryApiServer.class))
                .isPresent();
    }

    @Override
    public Stream<? extends ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(
            ExtensionContext context) {
        return Stream.of(KubernetesApi.Kind.values()).map(Invocation::new);
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return told(context) == KubernetesApi.Kind.REAL && RealApiServer.assets().isEmpty()
                ? ConditionEvaluationResult.disabled(
                        RealApiServer.ASSETS + " is not set, so no real kube-apiserver")
                : ConditionEvaluationResult.enabled("there is such a server");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        var type = parameter.getParameter().getType();
        return type == KubernetesApi.class || type == KubernetesApi.Kind.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var kind = kind(context);
        if (parameter.getParameter().getType() == KubernetesApi.Kind.class) {
            return kind;
        }
        var store = context.getStore(NAMESPACE);
        if (parameter.isAnnotated(Dedicated.class)) {
            var server = RunningApiServer.start(kind);
            store.put(server, server);
            return new TestApi(kind, server);
        }
        return store.computeIfAbsent(
                KubernetesApi.class,
                _ -> new TestApi(kind, shared(context, kind)),
                KubernetesApi.class);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        var api = context.getStore(NAMESPACE).get(KubernetesApi.class, KubernetesApi.class);
        if (api != null) {
            api.inProcess().map(ApiServer::faults).ifPresent(faults -> faults.clear());
            api.realFaults().ifPresent(RealFaults::goOn);
            api.start();
        }
    }

    /// For all tests of this process, even if each class is run for itself, as Surefire does where
    /// it has several processes.
    private static ExtensionContext.Store shared(ExtensionContext context) {
        return context.getStore(ExtensionContext.StoreScope.LAUNCHER_SESSION, NAMESPACE);
    }

    private static KubernetesApi.Kind kind(ExtensionContext context) {
        var kind = told(context);
        if (kind != null) {
            return kind;
        }
        var every =
                context.getTestClass()
                        .filter(type -> type.isAnnotationPresent(EveryApiServer.class))
                        .isPresent();
        if (every) {
            // JUnit resolves the parameters of constructors before it tells the kind.
            throw new ParameterResolutionException(
                    "with @EveryApiServer, ask for the API server in a method, not in the constructor");
        }
        return KubernetesApi.Kind.IN_PROCESS;
    }

    private static KubernetesApi.@Nullable Kind told(ExtensionContext context) {
        return context.getStore(NAMESPACE).get(KubernetesApi.Kind.class, KubernetesApi.Kind.class);
    }

    private static RunningApiServer shared(ExtensionContext context, KubernetesApi.Kind kind) {
        return shared(context)
                .computeIfAbsent(kind, RunningApiServer::start, RunningApiServer.class);
    }

    private record Invocation(KubernetesApi.Kind kind) implements ClassTemplateInvocationContext {

        @Override
        public String getDisplayName(int index) {
            return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        @Override
        public void prepareInvocation(ExtensionContext context) {
            context.getStore(NAMESPACE).put(KubernetesApi.Kind.class, kind);
        }
    }
}
