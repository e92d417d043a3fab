package de.containerconf.postgresql.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/// Runs the class once with the API server of this process, and once with a real kube-apiserver
/// where `KUBEBUILDER_ASSETS` names a folder with one.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ClassTemplate
@ExtendWith(ApiServerExtension.class)
public @interface EveryApiServer {}
