package io.unstir.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NeedsTest {
    private static final java.nio.file.Path CLASSES = java.nio.file.Path.of("target/classes");

    @Test
    void everyRouteSaysWhichScopeItWants() throws IOException {
        // When
        var routes = routes();

        // Then
        assertThat(routes).extracting(Method::getName).contains("submit", "upload", "list");
        assertThat(routes).allSatisfy(route -> assertThat(
                        route.isAnnotationPresent(Needs.class) ^ route.isAnnotationPresent(Open.class))
                .as("%s has @Needs or @Open", route)
                .isTrue());
    }

    /** Every method of the gateway that answers HTTP. */
    private static List<Method> routes() throws IOException {
        try (var files = Files.walk(CLASSES)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .map(NeedsTest::load)
                    .filter(type -> type.isAnnotationPresent(Path.class))
                    .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                    .filter(NeedsTest::answersHttp)
                    .toList();
        }
    }

    private static boolean answersHttp(Method method) {
        return Arrays.stream(method.getAnnotations())
                .anyMatch(annotation -> annotation.annotationType().isAnnotationPresent(HttpMethod.class));
    }

    private static Class<?> load(java.nio.file.Path file) {
        var name = CLASSES.relativize(file).toString().replace('/', '.').replaceAll("\\.class$", "");
        try {
            return Class.forName(name, false, NeedsTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
