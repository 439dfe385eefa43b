package io.unstir.storage.job;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.sql.SQLException;

/** {@code /open-jobs}: what is on its way, of every tenant; for gateways, which count it. */
@Path("/open-jobs")
@RunOnVirtualThread
class OpenJobsResource {
    private final OpenJobsReader reader;

    OpenJobsResource(OpenJobsReader reader) {
        this.reader = reader;
    }

    @GET
    public OpenJobsView open() throws SQLException {
        return reader.open();
    }
}
