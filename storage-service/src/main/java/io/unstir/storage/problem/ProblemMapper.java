package io.unstir.storage.problem;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.util.List;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every error leaves as a problem document that tells nothing of the inside. */
class ProblemMapper {
    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

    @ServerExceptionMapper
    Response problem(ProblemException e) {
        return respond(e.problem());
    }

    @ServerExceptionMapper
    Response database(SQLException e) {
        if (refusesTheValue(e)) {
            return respond(Problem.of(ProblemCode.BAD_REQUEST, "The database cannot hold such a value.", List.of()));
        }
        LOG.warnf("database does not answer sqlState=%s reason=%s", e.getSQLState(), e.getMessage());
        return respond(
                Problem.of(ProblemCode.DATABASE_UNAVAILABLE, "The database does not answer; try again.", List.of()));
    }

    /** Class 22, data exception: for example a NUL character in an id. */
    private static boolean refusesTheValue(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().startsWith("22");
    }

    @ServerExceptionMapper
    Response http(WebApplicationException e) {
        int status = e.getResponse().getStatus();
        var code = status == 404 ? ProblemCode.NOT_FOUND : ProblemCode.BAD_REQUEST;
        var problem = Problem.of(code, e.getResponse().getStatusInfo().getReasonPhrase(), List.of());
        return respond(new Problem(
                problem.type(), problem.title(), status, problem.detail(), problem.code(), problem.errors()));
    }

    @ServerExceptionMapper
    Response unexpected(Exception e) {
        LOG.error("request failed", e);
        return respond(Problem.of(ProblemCode.INTERNAL, "The cause is in the log of storage-service.", List.of()));
    }

    private static Response respond(Problem problem) {
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem)
                .build();
    }
}
