package de.containerconf.postgresql.testkit;

import de.containerconf.postgresql.api.database.Fence;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives the tests of a [BackendContract] a [TestOperator] on the PostgreSQL of the test.
final class BackendExtension implements ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(BackendExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestOperator.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .computeIfAbsent(TestOperator.class, _ -> open(context), TestOperator.class);
    }

    private static TestOperator open(ExtensionContext context) {
        var contract = (BackendContract) context.getRequiredTestInstance();
        var postgres = PostgresExtension.server(context);
        var settings =
                TestOperator.settings(
                        postgres.host(),
                        postgres.port(),
                        PostgresExtension.login(context),
                        contract.options());
        return TestOperator.of(contract.provider(), settings, Fence.OPEN);
    }
}
