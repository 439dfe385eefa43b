package io.unstir.sampler;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String BASE = "io.unstir.sampler.";
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.unstir.sampler");

    @Test
    void theMathematicalCoreKnowsNothingButItself() {
        classes()
                .that()
                .resideInAnyPackage(BASE + "solver", BASE + "noise", BASE + "schedule", BASE + "guidance")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        BASE + "solver",
                        BASE + "noise",
                        BASE + "schedule",
                        BASE + "guidance",
                        "java.lang..",
                        "java.util..",
                        "java.nio")
                .check(classes);
    }

    @Test
    void theEngineKnowsNeitherKafkaNorStorageNorQuarkus() {
        noClasses()
                .that()
                .resideInAnyPackage(BASE + "engine", BASE + "session", BASE + "png", BASE + "picture..", BASE + "text")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..", "io.quarkus..", "jakarta..", "java.net.http..", "io.unstir.proto..")
                .check(classes);
    }

    @Test
    void onlySessionsAndTextKnowOnnxRuntime() {
        noClasses()
                .that()
                .resideOutsideOfPackages(BASE + "session", BASE + "text")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.onnxruntime..")
                .check(classes);
    }

    @Test
    void pixelsAreMadeWithStrictMath() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        BASE + "solver", BASE + "noise", BASE + "schedule", BASE + "guidance", BASE + "picture..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.Math")
                .check(classes);
    }

    @Test
    void picturesAreReadWithoutTheJdksColourManagementAndDrawing() {
        noClasses()
                .that()
                .resideInAnyPackage(BASE + "picture..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.awt", "java.awt.color..", "java.awt.geom..")
                .check(classes);
    }

    @Test
    void picturesKnowNothingElseOfTheSampler() {
        noClasses()
                .that()
                .resideInAnyPackage(BASE + "picture..")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("io.unstir.sampler..")
                        .and(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage(BASE + "picture.."))))
                .check(classes);
    }
}
