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
package io.github.camelseedance.endurance.keys;

import java.util.Map;

/**
 * A message as its broker gives it, the first time and again: with the headers that the Camel
 * component of that broker sets, or with a key of its own.
 */
enum Order {
    JMS("direct:orders", Map.of("JMSMessageID", "ID:broker-1:42")),
    KAFKA(
            "direct:orders",
            Map.of(
                    "CamelKafkaTopic",
                    "orders",
                    "CamelKafkaPartition",
                    3,
                    "CamelKafkaOffset",
                    4711L)),
    SQS("direct:orders", Map.of("CamelAwsSqsMessageId", "5fea7756-0ea4-451a-a703-a558b933e274")),
    HEADER("direct:orders", Map.of("CamelSeedanceIdempotencyKey", "order-number-0815")),
    EXPRESSION("direct:numbered", Map.of("orderNumber", "1234")),

    /** Never delivered again. */
    ABANDONED("direct:orders", Map.of("JMSMessageID", "ID:broker-1:43"));

    final String route;
    final Map<String, Object> headers;

    Order(String route, Map<String, Object> headers) {
        this.route = route;
        this.headers = headers;
    }
}
