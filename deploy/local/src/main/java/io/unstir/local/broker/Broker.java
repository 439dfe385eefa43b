package io.unstir.local.broker;

import io.unstir.local.data.DataFolder;
import io.unstir.local.process.JavaCommand;
import io.unstir.local.process.LogFile;
import io.unstir.local.supervisor.Service;
import io.unstir.local.supervisor.ServiceTag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Kafka as a child JVM on the launcher's own class path.
 *
 * @param id which of the brokers
 * @param classPath as in {@code java -cp}
 */
public record Broker(DataFolder data, Brokers brokers, int id, String classPath) implements Service {
    private static final String NAME = "kafka";

    /** Whether a service of this name is a broker. */
    public static boolean isName(String service) {
        return service.equals(NAME) || service.startsWith(NAME + "-");
    }

    @Override
    public String name() {
        return id == 1 ? NAME : NAME + "-" + id;
    }

    @Override
    public String title() {
        return brokers.nodes().size() == 1 ? "the broker (Kafka)" : "broker " + id + " (Kafka)";
    }

    @Override
    public int port() {
        return node().port();
    }

    @Override
    public List<Integer> morePorts() {
        return List.of(node().controllerPort());
    }

    private Brokers.Node node() {
        return brokers.nodes().get(id - 1);
    }

    @Override
    public LogFile log() {
        return new LogFile(data.log(name()));
    }

    @Override
    public boolean isFoundation() {
        return true;
    }

    @Override
    public Launch prepare() throws IOException {
        Files.deleteIfExists(readyFile());
        var words = new ArrayList<>(ServiceTag.flags(data.root(), name()));
        words.addAll(List.of(
                "-Xms64m",
                "-Xmx384m",
                "-XX:TieredStopAtLevel=1",
                "-XX:SharedArchiveFile=" + data.cache().resolve(name() + ".jsa"),
                "-XX:+AutoCreateSharedArchive",
                "-Xlog:cds=off",
                "-Xlog:cds+dynamic=off",
                "-Dorg.slf4j.simpleLogger.logFile=System.out",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.log.kafka.server=info",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
                "-cp",
                classPath,
                BrokerMain.class.getName(),
                data.kafka(id).toString(),
                Integer.toString(id),
                readyFile().toString(),
                brokers.toString()));
        return new Launch(JavaCommand.of(words), Map.of());
    }

    /** Ready when the broker serves and the topics are there. */
    @Override
    public boolean isReady(ProcessHandle process) {
        try {
            return Files.readString(readyFile()).equals(Long.toString(process.pid()));
        } catch (IOException e) {
            return false;
        }
    }

    private Path readyFile() {
        return data.run().resolve(name() + ".ready");
    }
}
