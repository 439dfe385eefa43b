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
 * @param classPath as in {@code java -cp}
 */
public record Broker(DataFolder data, int port, int controllerPort, String classPath) implements Service {
    public static final String NAME = "kafka";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "the broker (Kafka)";
    }

    @Override
    public List<Integer> morePorts() {
        return List.of(controllerPort);
    }

    @Override
    public LogFile log() {
        return new LogFile(data.log(NAME));
    }

    @Override
    public boolean isFoundation() {
        return true;
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    @Override
    public Launch prepare() throws IOException {
        Files.deleteIfExists(readyFile());
        var words = new ArrayList<>(ServiceTag.flags(data.root(), NAME));
        words.addAll(List.of(
                "-Xms64m",
                "-Xmx384m",
                "-XX:TieredStopAtLevel=1",
                "-XX:SharedArchiveFile=" + data.cache().resolve(NAME + ".jsa"),
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
                data.kafka().toString(),
                Integer.toString(port),
                Integer.toString(controllerPort),
                readyFile().toString()));
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
        return data.run().resolve("kafka.ready");
    }
}
