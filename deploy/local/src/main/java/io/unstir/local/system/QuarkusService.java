package io.unstir.local.system;

import io.unstir.local.data.DataFolder;
import io.unstir.local.process.JavaCommand;
import io.unstir.local.process.LogFile;
import io.unstir.local.supervisor.Probe;
import io.unstir.local.supervisor.Service;
import io.unstir.local.supervisor.ServiceTag;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One of the four services as a child JVM.
 *
 * @param settings environment of this service besides its port
 * @param memory its JVM's flags for memory and compilers
 */
record QuarkusService(
        String name,
        String title,
        DataFolder data,
        Path jar,
        int port,
        Map<String, String> settings,
        List<String> memory,
        Set<String> after)
        implements Service {

    @Override
    public Optional<URI> health() {
        return Optional.of(URI.create("http://127.0.0.1:" + port + "/q/health/ready"));
    }

    @Override
    public LogFile log() {
        return new LogFile(data.log(name));
    }

    @Override
    public Launch prepare() {
        var words = new ArrayList<>(ServiceTag.flags(data.root(), name));
        words.addAll(memory);
        words.addAll(List.of(
                "-XX:SharedArchiveFile=" + data.cache().resolve(name + ".jsa"),
                "-XX:+AutoCreateSharedArchive",
                "-Xlog:cds=off",
                "-Xlog:cds+dynamic=off",
                "-jar",
                jar.toString()));
        var environment = new HashMap<>(settings);
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        return new Launch(JavaCommand.of(words), environment);
    }

    @Override
    public boolean isReady(ProcessHandle process) {
        return Probe.isHealthy(health().orElseThrow());
    }
}
