package io.unstir.gateway.problem;

import static java.util.stream.Collectors.joining;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which methods a path takes: a refusal with 405 does not say, and RFC 9110 wants it said. */
@ApplicationScoped
class AllowedMethods {
    private final List<Route> routes;

    AllowedMethods(BeanManager beans) {
        routes = beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .map(bean -> bean.getBeanClass())
                .filter(type -> type.isAnnotationPresent(Path.class))
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .flatMap(method -> Route.of(method).stream())
                .toList();
    }

    /** For the header Allow, for example {@code GET, HEAD, POST}. */
    String at(String path) {
        return routes.stream()
                .filter(route -> route.path().matcher(path).matches())
                .flatMap(route -> route.method().equals("GET") ? Stream.of("GET", "HEAD") : Stream.of(route.method()))
                .distinct()
                .sorted()
                .collect(joining(", "));
    }

    private record Route(String method, Pattern path) {
        static Optional<Route> of(Method method) {
            return Stream.of(method.getAnnotations())
                    .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                    .filter(http -> http != null)
                    .findFirst()
                    .map(http -> new Route(http.value(), path(method)));
        }

        private static Pattern path(Method method) {
            String template = template(method.getDeclaringClass().getAnnotation(Path.class))
                    + template(method.getAnnotation(Path.class));
            return Pattern.compile(Stream.of(template.split("(?=\\{)|(?<=})"))
                            .map(part -> part.startsWith("{") ? "[^/]+" : Pattern.quote(part))
                            .collect(joining())
                    + "/?");
        }

        private static String template(Path path) {
            return path == null ? "" : "/" + path.value().replaceAll("^/|/$", "");
        }
    }
}
