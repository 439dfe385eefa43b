package io.unstir.gateway.problem;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever ends a request early into a problem document. */
class ProblemResponses {
    private static final Logger LOG = Logger.getLogger(ProblemResponses.class);
    private static final int RETRY_AFTER_SECONDS = 2;

    private final AllowedMethods allowed;

    ProblemResponses(AllowedMethods allowed) {
        this.allowed = allowed;
    }

    @ServerExceptionMapper
    Response problem(ProblemException problem) {
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
    Response refused(WebApplicationException refusal, UriInfo uri) {
        int status = refusal.getResponse().getStatus();
        var problem =
                switch (status) {
                    case 404 -> notFound(uri.getPath());
                    case 405 ->
                        new ProblemException(
                                ProblemCode.METHOD_NOT_ALLOWED, "Allowed here: " + allowed.at(uri.getPath()));
                    case 406 -> new ProblemException(ProblemCode.NOT_ACCEPTABLE, "Accept names no type given here");
                    case 413 -> new ProblemException(ProblemCode.BODY_TOO_LARGE, "The body is too large");
                    case 415 ->
                        new ProblemException(
                                ProblemCode.UNSUPPORTED_MEDIA_TYPE, "Content-Type must be application/json");
                    default ->
                        status < 500
                                ? new ProblemException(ProblemCode.INVALID_REQUEST, "The request is not understood")
                                : failed(refusal);
                };
        var response = problem(problem);
        return status == 405
                ? Response.fromResponse(response)
                        .header(HttpHeaders.ALLOW, allowed.at(uri.getPath()))
                        .build()
                : response;
    }

    @ServerExceptionMapper
    Response unexpected(Throwable failure) {
        return problem(failed(failure));
    }

    static ProblemException notFound(String path) {
        return new ProblemException(ProblemCode.NOT_FOUND, "There is nothing at " + PrintableText.of(path));
    }

    private static ProblemException failed(Throwable failure) {
        LOG.error("request failed code=internal-error", failure);
        return new ProblemException(ProblemCode.INTERNAL_ERROR, "The gateway failed; its log has the cause");
    }
}
