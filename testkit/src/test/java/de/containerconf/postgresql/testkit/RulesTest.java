package de.containerconf.postgresql.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The rules in CEL of a CRD, on both servers alike.
@EveryApiServer
class RulesTest {

    private static final String DEFINITIONS =
            "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/";

    private static final String DEFINITION =
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: ruleds.testkit.containerconf.de}
            spec:
              group: testkit.containerconf.de
              scope: Namespaced
              names: {kind: Ruled, plural: ruleds}
              versions:
                - name: v1
                  served: true
                  storage: true
                  subresources: {status: {}}
                  schema:
                    openAPIV3Schema:
                      type: object
                      properties:
                        spec:
                          type: object
                          required: [name]
                          x-kubernetes-validations:
                            - rule: "!has(self.low) || !has(self.high) || self.low <= self.high"
                              message: low must not be above high
                              fieldPath: .low
                          properties:
                            name:
                              type: string
                              maxLength: 20
                              x-kubernetes-validations:
                                - rule: self == oldSelf
                                  reason: FieldValueForbidden
                                  messageExpression: "\\"was '\\" + oldSelf + \\"'\\""
                                - rule: bytes(self).size() <= 10
                                  messageExpression: "'has %d bytes'.format([bytes(self).size()])"
                                - rule: "!self.matches('\\\\\\\\p{Cc}')"
                                - rule: "!(self in ['a', 'b'])"
                                  reason: FieldValueForbidden
                                  message: is taken
                            low: {type: integer}
                            high: {type: integer}
                            namespace:
                              type: string
                              maxLength: 20
                            kind-of: {type: string, enum: [x, y]}
                            parts:
                              type: array
                              maxItems: 5
                              items:
                                type: object
                                x-kubernetes-validations:
                                  - rule: self.weight > 0
                                    message: must weigh something
                                properties:
                                  weight: {type: integer}
                            limits:
                              type: object
                              maxProperties: 5
                              additionalProperties:
                                type: integer
                                x-kubernetes-validations:
                                  - rule: self >= 0
                                    message: must not be negative
                        status:
                          type: object
                          properties:
                            phase:
                              type: string
                              maxLength: 10
                              x-kubernetes-validations:
                                - rule: self.startsWith('p')
                                  message: must begin with p
            """;

    private Gadgets ruled;

    @BeforeEach
    void define(KubernetesApi api) {
        ruled = new Gadgets(api, api.namespace(), "Ruled");
        if (api.client().get(ruled.path()).code() != 200) {
            api.apply(DEFINITION);
        }
    }

    private ApiClient.Response create(String spec) {
        return ruled.tryCreate(Gadgets.gadget("one", spec).replace("\"Gadget\"", "\"Ruled\""));
    }

    private static String message(ApiClient.Response refused) {
        assertThat(refused.code()).as(refused.text()).isEqualTo(422);
        return refused.text("message");
    }

    @Test
    void whatKeepsTheRulesIsCreated() {
        assertThat(
                        create(
                                        """
                                        {"name":"good","low":1,"high":2,"parts":[{"weight":1}],"limits":{"x":0}}
                                        """)
                                .code())
                .isEqualTo(201);
    }

    @Test
    void theMessageIsWorkedOutAndTheValueEchoed() {
        assertThat(message(create("{\"name\":\"ääääää\"}")))
                .endsWith("spec.name: Invalid value: \"ääääää\": has 12 bytes");
    }

    @Test
    void aReasonReplacesTheValue() {
        assertThat(message(create("{\"name\":\"a\"}"))).endsWith("spec.name: Forbidden: is taken");
    }

    @Test
    void withoutAMessageTheRuleIsQuoted() {
        assertThat(message(create("{\"name\":\"x\\ty\"}")))
                .endsWith("failed rule: !self.matches('\\\\p{Cc}')");
    }

    @Test
    void allBrokenRulesComeAtOnce() {
        var refused = create("{\"name\":\"ääääää\\t\",\"low\":3,\"high\":2}");

        assertThat(message(refused))
                .contains("has 13 bytes", "failed rule", "low must not be above high");
        assertThat(refused.text()).contains("\"spec.name\"", "\"spec.low\"");
    }

    @Test
    void elementsAndValuesHaveRulesToo() {
        var refused =
                create(
                        "{\"name\":\"c\",\"parts\":[{\"weight\":1},{\"weight\":0}],\"limits\":{\"x\":-1}}");

        assertThat(message(refused))
                .contains(
                        "spec.parts[1]: Invalid value: ",
                        "must weigh something",
                        "spec.limits[x]: Invalid value: -1: must not be negative");
    }

    @Test
    void aMissingKeyIsAFailure() {
        assertThat(message(create("{\"name\":\"c\",\"parts\":[{}]}")))
                .contains("spec.parts[0]: Invalid value", "no such key: weight");
    }

    @Test
    void anOldValueIsCompared() {
        create("{\"name\":\"c\"}").ok();

        assertThat(message(ruled.patch("one", "{\"spec\":{\"name\":\"d\"}}")))
                .endsWith("spec.name: Forbidden: was 'c'");
        ruled.patch("one", "{\"spec\":{\"low\":1}}").ok();
    }

    @Test
    void anErrorOfTheSchemaSuppressesAllRules() {
        var refused = create("{\"name\":\"ääääää\",\"kind-of\":\"z\"}");

        assertThat(message(refused))
                .contains(
                        "Unsupported value: \"z\"",
                        "<nil>: Invalid value: null: some validation rules were not checked")
                .doesNotContain("bytes");
    }

    @Test
    void aStatusHasRules() {
        create("{\"name\":\"c\"}").ok();

        assertThat(message(ruled.patchStatus("one", "{\"status\":{\"phase\":\"x\"}}")))
                .endsWith("status.phase: Invalid value: \"x\": must begin with p");
        ruled.patchStatus("one", "{\"status\":{\"phase\":\"p\"}}").ok();
    }

    @Test
    void whatWasBrokenBeforeIsNotHeldAgainstAnObject(@Dedicated KubernetesApi own) {
        ruled = new Gadgets(own, own.namespace(), "Ruled");
        own.apply(DEFINITION.replace("bytes(self).size() <= 10", "self != ''"));
        create("{\"name\":\"ääääää\",\"parts\":[{\"weight\":1}]}").ok();
        own.apply(DEFINITION);
        await().until(() -> create("{\"name\":\"ööööööö\"}").code() == 422);

        ruled.patch("one", "{\"spec\":{\"low\":1}}").ok();
        ruled.patch("one", "{\"metadata\":{\"finalizers\":[\"containerconf.de/x\"]}}").ok();
        ruled.patchStatus("one", "{\"status\":{\"phase\":\"p\"}}").ok();
        assertThat(message(ruled.patch("one", "{\"spec\":{\"name\":\"öööööö\"}}")))
                .contains("has 12 bytes", "was 'ääääää'");
        ruled.patch("one", "{\"metadata\":{\"finalizers\":null}}").ok();
    }

    @Test
    void aRuleThatIsNoneIsRefused() {
        var definition =
                DEFINITION
                        .replace("ruleds", "mistakens")
                        .replace("Ruled", "Mistaken")
                        .replace("self.weight > 0", "self.wait > 0")
                        .replace("rule: self >= 0", "rule: self");

        var refused =
                ruled.api()
                        .client()
                        .apply(
                                DEFINITIONS
                                        + "mistakens.testkit.containerconf.de?fieldManager=testkit",
                                definition);

        assertThat(message(refused))
                .contains(
                        "properties[spec].properties[parts].items.x-kubernetes-validations[0].rule",
                        "compilation failed",
                        "undefined field 'wait'",
                        "additionalProperties.x-kubernetes-validations[0].rule",
                        "must evaluate to a bool");
    }
}
