package io.unstir.storage.lineage;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.unstir.storage.problem.ProblemException;
import io.unstir.storage.tenant.Tenant;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.sql.SQLException;
import java.util.UUID;

/** {@code /images/{sha256}/lineage} and {@code /jobs/{id}/run}: where images come from. */
@Path("/")
@RunOnVirtualThread
class LineageResource {
    private final LineageReader reader;

    LineageResource(LineageReader reader) {
        this.reader = reader;
    }

    @GET
    @Path("images/{sha256}/lineage")
    public LineageView lineage(@PathParam("sha256") String sha256, @QueryParam("tenant") String tenant)
            throws SQLException {
        return reader.lineage(Tenant.required(tenant), sha256)
                .orElseThrow(() -> ProblemException.notFound("image", sha256));
    }

    @GET
    @Path("jobs/{id}/run")
    public JobRun run(@PathParam("id") UUID id, @QueryParam("tenant") String tenant) throws SQLException {
        return reader.run(Tenant.required(tenant), id)
                .orElseThrow(() -> ProblemException.notFound("job", id.toString()));
    }
}
