package io.unstir.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What an operator can set, besides Quarkus' own keys and {@code kafka.bootstrap.servers}. */
@ConfigMapping(prefix = "unstir")
public interface GatewayConfig {
    /** The storage service: {@code unstir.storage.*}. */
    Storage storage();

    /** The gateway itself: {@code unstir.gateway.*}. */
    Gateway gateway();

    /** Telling receivers what became of jobs: {@code unstir.webhooks.*}. */
    WebhookConfig webhooks();

    /** Who may call: {@code unstir.auth.*}. */
    AuthConfig auth();

    /** How much is taken on: {@code unstir.limits.*}. */
    LimitsConfig limits();

    /** Where and how patiently to read. */
    interface Storage {
        /** Base URL of the storage service. */
        @WithDefault("http://127.0.0.1:7601")
        URI url();

        /** How long to wait for a connection. */
        @WithDefault("1s")
        Duration connectTimeout();

        /** How long to wait for an answer's head. */
        @WithDefault("5s")
        Duration timeout();

        /** How long storage may take to receive a file and have it on its disk. */
        @WithDefault("30s")
        Duration uploadTimeout();
    }

    /** Streams of events: {@code unstir.gateway.events.*}. */
    interface Events {
        /** A comment is sent after so long without an event, so that nobody on the way takes the stream for dead. */
        @WithDefault("15s")
        Duration heartbeat();

        /** A client that takes nothing for so long is let go. */
        @WithDefault("30s")
        Duration patience();

        /** Newest job events of each partition kept in memory: storage may be behind by so many. */
        @WithDefault("1024")
        int recent();

        /** Memory for previews and progress that clients have not taken, of all streams together, in bytes; what is beyond they miss. */
        @WithDefault("33554432")
        long waitingBytes();
    }

    /** How many clients there may be and how slow: {@code unstir.gateway.connections.*}. Who is beyond is cut off. */
    interface Connections {
        /** How many there may be; each takes some 20 kB of heap. Quarkus' own limit counts those only whose first head is there. */
        @WithDefault("4096")
        int most();

        /** Until a request's head is there: a connection's first from the connection on, others from their first byte. */
        @WithDefault("20s")
        Duration head();

        /** Until a request's body is there, if it is small. */
        @WithDefault("20s")
        Duration body();

        /** A larger body may take a second longer for each so many bytes that came. */
        @WithDefault("4096")
        int bodyBytesPerSecond();

        /** While a client takes nothing of its answer. */
        @WithDefault("60s")
        Duration answer();

        /** Without a request. */
        @WithDefault("75s")
        Duration idle();

        /** Of an answer, what the kernel keeps for a client that does not take it; Linux keeps twice as much. */
        @WithDefault("131072")
        int sendBufferBytes();
    }

    /** OpenAI's image API: {@code unstir.gateway.openai.*}. */
    interface OpenAi {
        /** How long a client waits for its images before it is told 504. */
        @WithDefault("5m")
        Duration patience();

        /** Names of models that mean the default one, so that clients of OpenAI's own models need no other name. */
        @WithDefault("dall-e-2,dall-e-3,gpt-image-1,gpt-image-1-mini,gpt-image-1.5,gpt-image-2,chatgpt-image-latest")
        List<String> standIns();
    }

    /** What is accepted and how long the broker may take. */
    interface Gateway {
        /** How long the broker may take for its metadata, and again for a record, before a submission is refused with 503. */
        @WithDefault("4s")
        Duration publishTimeout();

        /** The model of a job that names none. */
        @WithDefault("emoji")
        String defaultModel();

        /** Memory for the newest submissions of all gateways, in bytes: known from there until storage has read them. */
        @WithDefault("33554432")
        long recentJobBytes();

        /** How many of its own accepted trainings the gateway remembers until storage knows them. */
        @WithDefault("4096")
        int recentSubmissions();

        /** Largest JSON body in bytes. */
        @WithDefault("1048576")
        int maxBodyBytes();

        /** Largest image file in bytes. */
        @WithDefault("16777216")
        long maxUploadBytes();

        Events events();

        Connections connections();

        OpenAi openai();

        /** What clients reach this gateway by, for addresses in answers; what the request came by where it is not set. */
        Optional<URI> publicUrl();

        /** Names besides those of loopback that this gateway may be called by while authentication is off, such as a proxy's. */
        Optional<List<String>> allowedHosts();

        /** Whose jobs these are while authentication is off. */
        @WithDefault("default")
        String tenant();
    }
}
