package io.unstir.gateway.problem;

import static java.util.stream.Collectors.joining;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a path takes and gives: the refusals of the HTTP layer do not say, and their clients want to know. */
@ApplicationScoped
class Routes {
    private final List<Route> routes;

    Routes(BeanManager beans) {
        routes = beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .map(bean -> bean.getBeanClass())
                .filter(type -> type.isAnnotationPresent(Path.class))
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .flatMap(method -> Route.of(method).stream())
                .toList();
    }

    /** For the header Allow, for example {@code GET, HEAD, POST}. */
    String methods(String path) {
        return at(path).flatMap(
                        route -> route.method().equals("GET") ? Stream.of("GET", "HEAD") : Stream.of(route.method()))
                .distinct()
                .sorted()
                .collect(joining(", "));
    }

    /** Whether any method is taken there. */
    boolean isThere(String path) {
        return at(path).findAny().isPresent();
    }

    boolean takes(String method, String path) {
        return List.of(methods(path).split(", ")).contains(method);
    }

    /** The media types that the route answers with. */
    String produced(String method, String path) {
        return types(method, path, Route::produces);
    }

    /** The media types of bodies that the route takes. */
    String consumed(String method, String path) {
        return types(method, path, Route::consumes);
    }

    private String types(String method, String path, Function<Route, List<String>> types) {
        String wanted = method.equals("HEAD") ? "GET" : method;
        return at(path).filter(route -> route.method().equals(wanted))
                .flatMap(route -> types.apply(route).stream())
                .filter(type -> !type.equals(Problem.MEDIA_TYPE))
                .distinct()
                .collect(joining(", "));
    }

    private Stream<Route> at(String path) {
        return routes.stream().filter(route -> route.path().matcher(path).matches());
    }

    private record Route(String method, Pattern path, List<String> produces, List<String> consumes) {
        static Optional<Route> of(Method method) {
            return Stream.of(method.getAnnotations())
                    .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                    .filter(http -> http != null)
                    .findFirst()
                    .map(http -> new Route(http.value(), path(method), produces(method), consumes(method)));
        }

        private static List<String> produces(Method method) {
            var own = method.getAnnotation(Produces.class);
            var shared = method.getDeclaringClass().getAnnotation(Produces.class);
            return own != null ? List.of(own.value()) : shared != null ? List.of(shared.value()) : anything();
        }

        private static List<String> consumes(Method method) {
            var own = method.getAnnotation(Consumes.class);
            var shared = method.getDeclaringClass().getAnnotation(Consumes.class);
            return own != null ? List.of(own.value()) : shared != null ? List.of(shared.value()) : anything();
        }

        private static List<String> anything() {
            return List.of(MediaType.APPLICATION_JSON);
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
