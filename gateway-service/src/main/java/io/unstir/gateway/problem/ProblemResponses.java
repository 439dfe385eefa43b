package io.unstir.gateway.problem;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever ends a request early into a problem document. */
class ProblemResponses {
    private static final Logger LOG = Logger.getLogger(ProblemResponses.class);
    private static final int RETRY_AFTER_SECONDS = 2;

    private final Routes routes;
    private final Refusals refusals;

    ProblemResponses(Routes routes, Refusals refusals) {
        this.routes = routes;
        this.refusals = refusals;
    }

    @ServerExceptionMapper
    Response problem(ProblemException problem) {
        refusals.count(problem.code());
        var response = Response.status(problem.code().status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem.document());
        return switch (problem.code()) {
            case BROKER_UNAVAILABLE,
                    REGISTRY_UNAVAILABLE,
                    ISSUER_UNAVAILABLE,
                    STORAGE_UNAVAILABLE,
                    TOO_MANY_REQUESTS,
                    QUEUE_FULL ->
                response.header(HttpHeaders.RETRY_AFTER, problem.retryAfter().orElse(RETRY_AFTER_SECONDS))
                        .build();
            case UNAUTHORIZED ->
                response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"unstir\"")
                        .build();
            case MALFORMED_JSON,
                    INVALID_REQUEST,
                    FORBIDDEN,
                    NOT_FOUND,
                    METHOD_NOT_ALLOWED,
                    NOT_ACCEPTABLE,
                    CONFLICT,
                    BODY_TOO_LARGE,
                    IMAGE_TOO_LARGE,
                    HOST_NOT_ALLOWED,
                    UNSUPPORTED_MEDIA_TYPE,
                    UNKNOWN_MODEL,
                    UNKNOWN_IMAGE,
                    IDEMPOTENCY_KEY_REUSED,
                    INTERNAL_ERROR,
                    JOB_FAILED,
                    JOB_UNFINISHED,
                    STORAGE_FULL -> response.build();
        };
    }

    /** What the HTTP layer refuses before a resource sees it. */
    @ServerExceptionMapper
    Response refused(WebApplicationException refusal, UriInfo uri, Request request, HttpHeaders headers) {
        String path = uri.getPath();
        String method = request.getMethod();
        int said = refusal.getResponse().getStatus();
        // Where two resources share a path, the other method is looked for in one of them and not found.
        int status = said == 404 && routes.isThere(path) && !routes.takes(method, path) ? 405 : said;
        var problem =
                switch (status) {
                    case 404 -> notFound(path);
                    case 405 ->
                        problem(
                                ProblemCode.METHOD_NOT_ALLOWED,
                                "method",
                                method,
                                "Allowed here: ",
                                routes.methods(path));
                    case 406 ->
                        problem(
                                ProblemCode.NOT_ACCEPTABLE,
                                HttpHeaders.ACCEPT,
                                headers.getHeaderString(HttpHeaders.ACCEPT),
                                "Accept must name what is given here: ",
                                routes.produced(method, path));
                    case 413 ->
                        problem(
                                ProblemCode.BODY_TOO_LARGE,
                                "",
                                null,
                                "The body must be smaller: ",
                                "a body within the route's limit");
                    case 415 ->
                        problem(
                                ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                                HttpHeaders.CONTENT_TYPE,
                                headers.getHeaderString(HttpHeaders.CONTENT_TYPE),
                                "Content-Type must be ",
                                routes.consumed(method, path));
                    default ->
                        status < 500
                                ? problem(
                                        ProblemCode.INVALID_REQUEST,
                                        "",
                                        null,
                                        "The request is not understood; it must be ",
                                        "a request as /q/openapi describes it")
                                : failed(refusal);
                };
        var response = problem(problem);
        return status == 405
                ? Response.fromResponse(response)
                        .header(HttpHeaders.ALLOW, routes.methods(path))
                        .build()
                : response;
    }

    private static ProblemException problem(
            ProblemCode code, String field, String value, String beforeLimit, String limit) {
        return new ProblemException(code, new FieldError(field, value, limit, beforeLimit + limit));
    }

    @ServerExceptionMapper
    Response unexpected(Throwable failure) {
        return problem(failed(failure));
    }

    static ProblemException notFound(String path) {
        return new ProblemException(
                ProblemCode.NOT_FOUND,
                new FieldError(
                        "path", path, "a path that /q/openapi lists", "There is nothing at " + PrintableText.of(path)));
    }

    private static ProblemException failed(Throwable failure) {
        LOG.error("request failed code=internal-error", failure);
        return new ProblemException(ProblemCode.INTERNAL_ERROR, "The gateway failed; its log has the cause");
    }
}
