/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.camelseedance;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.apache.camel.WrappedFile;

/**
 * What tells a message from all others, and the same message when its source delivers it again. The
 * sources that give such an identity are looked for in this order: file and FTP (path, time of the
 * last change, length), Kafka (topic, partition, offset), JMS, SQS, Pub/Sub, Service Bus (message
 * id).
 *
 * <p>Any other message, such as one of HTTP, timer or direct, has only the exchange it came on: the
 * same in every redelivery by an error handler, another one after a crash. A copy that an EIP makes
 * (split, multicast, enrich, a seda endpoint) counts as the exchange it is a copy of, because an
 * EIP that is redelivered makes new copies.
 */
final class SourceIdentity {
    private static final String FILE_ABSOLUTE_PATH = "CamelFileAbsolutePath";
    private static final String FILE_HOST = "CamelFileHost";

    /** For each kind of source the headers that name its message, all of which must be there. */
    private static final List<List<String>> SOURCES =
            List.of(
                    List.of(FILE_ABSOLUTE_PATH, Exchange.FILE_LAST_MODIFIED, Exchange.FILE_LENGTH),
                    List.of("CamelKafkaTopic", "CamelKafkaPartition", "CamelKafkaOffset"),
                    // As earlier releases of Camel name them.
                    List.of("kafka.TOPIC", "kafka.PARTITION", "kafka.OFFSET"),
                    List.of("JMSMessageID"),
                    List.of("CamelAwsSqsMessageId"),
                    List.of("CamelGooglePubsubMessageId"),
                    List.of("CamelAzureServiceBusMessageId"));

    private SourceIdentity() {}

    /** The parts of the identity, of which the first says what kind it is. */
    static List<String> of(Exchange exchange) {
        Message message = exchange.getMessage();
        for (List<String> headers : SOURCES) {
            List<String> values =
                    headers.stream().map(name -> message.getHeader(name, String.class)).toList();
            if (values.stream().noneMatch(value -> value == null || value.isBlank())) {
                return Stream.concat(
                                Stream.of(headers.get(0), host(headers, message)), values.stream())
                        .toList();
            }
        }
        if (message.getBody() instanceof WrappedFile<?> wrapped
                && wrapped.getFile() instanceof File file) {
            return Arrays.asList(
                    FILE_ABSOLUTE_PATH,
                    null,
                    file.getAbsolutePath(),
                    String.valueOf(file.lastModified()),
                    String.valueOf(file.length()));
        }
        return List.of("exchange", origin(exchange));
    }

    /**
     * Whether this is the identity of a local file that was gone when its exchange began: time and
     * length are not known, so nothing tells whether it was seen before. Camel's file consumer
     * takes such files: it lists the folder, the exchange of an earlier poll ends and deletes or
     * moves its file, and the name that is still on the list is taken once more.
     */
    static boolean isVanishedFile(List<String> identity) {
        return identity.get(0).equals(FILE_ABSOLUTE_PATH)
                && identity.get(1) == null
                && identity.subList(3, 5).equals(List.of("0", "0"));
    }

    /** Whether this exchange is one of the copies that a splitter or multicast has made. */
    static boolean isCopy(Exchange exchange) {
        return !origin(exchange).equals(exchange.getExchangeId());
    }

    /**
     * The exchange that this one is a copy of. After a splitter or multicast the exchange that went
     * in may bear the properties of a copy that came out: then it is its own origin.
     */
    private static String origin(Exchange exchange) {
        String origin = exchange.getProperty(ExchangePropertyKey.CORRELATION_ID, String.class);
        return origin == null ? exchange.getExchangeId() : origin;
    }

    private static String host(List<String> headers, Message message) {
        return headers.contains(FILE_ABSOLUTE_PATH)
                ? message.getHeader(FILE_HOST, String.class)
                : null;
    }
}
