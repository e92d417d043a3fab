package de.containerconf.postgresql.devcluster.kubernetes.schema;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// An expression in CEL, compiled for the values of one schema. Immutable. Of what the API server
/// adds to the language there are the strings and `format`; not its other libraries, not
/// `optionalOldSelf`, not the limits on cost.
final class Cel {

    static {
        // CEL comes in jars that share packages, so it cannot be modules: it is on the class path.
        Cel.class.getModule().addReads(Cel.class.getClassLoader().getUnnamedModule());
    }

    private static final String FORMAT = "string_format_list_string";

    // As the API server: 1 == 1.0.
    private static final CelOptions OPTIONS =
            CelOptions.current().enableHeterogeneousNumericComparisons(true).build();

    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.plannerRuntimeBuilder()
                    .setOptions(OPTIONS)
                    .addLibraries(CelExtensions.strings())
                    .addFunctionBindings(
                            CelFunctionBinding.from(
                                    FORMAT,
                                    String.class,
                                    List.class,
                                    (text, values) ->
                                            String.format(Locale.ROOT, text, values.toArray())))
                    .build();

    private final CelRuntime.Program program;
    private final boolean usesOldSelf;

    private Cel(CelAbstractSyntaxTree tree) throws CelEvaluationException {
        program = RUNTIME.createProgram(tree);
        usesOldSelf =
                tree.getReferenceMap().values().stream()
                        .anyMatch(reference -> reference.name().equals("oldSelf"));
    }

    /// An expression that is none, or of the wrong type.
    static final class Problem extends Exception {
        private static final long serialVersionUID = 1;

        Problem(String message) {
            super(message);
        }
    }

    /// Compiles an expression about `self` and `oldSelf`.
    ///
    /// @param result the type that it must have
    static Cel compile(String expression, Schema self, CelType result) throws Problem {
        var types = new CelTypes();
        var type = types.of(self);
        var format =
                CelFunctionDecl.newFunctionDeclaration(
                        "format",
                        CelOverloadDecl.newMemberOverload(
                                FORMAT,
                                SimpleType.STRING,
                                SimpleType.STRING,
                                ListType.create(SimpleType.DYN)));
        try {
            var tree =
                    CelCompilerFactory.standardCelCompilerBuilder()
                            .setOptions(OPTIONS)
                            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                            .addLibraries(CelExtensions.strings())
                            .addFunctionDeclarations(format)
                            .setTypeProvider(provider(types))
                            .addVar("self", type)
                            .addVar("oldSelf", type)
                            .build()
                            .compile(expression)
                            .getAst();
            if (!tree.getResultType().equals(result)
                    && !tree.getResultType().equals(SimpleType.DYN)) {
                throw new Problem("cel expression must evaluate to a " + result.name());
            }
            return new Cel(tree);
        } catch (CelValidationException | CelEvaluationException failure) {
            throw new Problem("compilation failed: " + failure.getMessage());
        }
    }

    // Nobody changes the types any more.
    @SuppressWarnings("Immutable")
    private static CelTypeProvider provider(CelTypes types) {
        return new CelTypeProvider() {
            @Override
            public ImmutableCollection<CelType> types() {
                return ImmutableList.copyOf(types.structs().values());
            }

            @Override
            public Optional<CelType> findType(String name) {
                return Optional.ofNullable(types.structs().get(name));
            }
        };
    }

    /// Whether it compares with the value that is replaced.
    boolean usesOldSelf() {
        return usesOldSelf;
    }

    /// Its value.
    ///
    /// @param variables from [CelTypes#value]
    /// @throws Problem if it has none, for instance because of a missing key
    Object evaluate(Map<String, Object> variables) throws Problem {
        try {
            return program.eval(variables);
        } catch (CelEvaluationException failure) {
            // In the words of the API server.
            throw new Problem(
                    String.valueOf(failure.getMessage())
                            .replaceAll("key '(.*)' is not present in map\\.", "no such key: $1"));
        }
    }
}
