// Command testbed is a real Kubernetes control plane for tests, in one multi-call binary, with judges beside it.
//
//	testbed etcd DIR URL        embedded etcd that serves clients on URL and keeps its data in DIR
//	testbed apiserver FLAGS…    kube-apiserver
//	testbed kubectl ARGS…       kubectl
//	testbed certs DIR           CA, client and server certificates for 127.0.0.1, written into DIR
//	testbed regexp              JSON lines {"pattern","inputs"} → {"error"?,"matches"} by Go's regexp package
//	testbed yaml                JSON lines of texts → {"error"?,"json"?} as the API server reads YAML, strictly
//
// etcd and apiserver end as soon as their standard input does, so they cannot outlive whoever started them.
package main

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"go.etcd.io/etcd/server/v3/embed"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"
	kubectl "k8s.io/kubectl/pkg/cmd"
	kubectlutil "k8s.io/kubectl/pkg/cmd/util"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
	"sigs.k8s.io/yaml"
)

const usage = "usage: testbed etcd DIR URL | apiserver FLAGS… | kubectl ARGS… | certs DIR | regexp | yaml"

func main() {
	if len(os.Args) < 2 {
		exitWith(errors.New(usage))
	}
	call := os.Args[1]
	os.Args = append([]string{call}, os.Args[2:]...)
	switch {
	case call == "etcd" && len(os.Args) == 3:
		go exitWhenStdinEnds()
		exitWith(serveEtcd(os.Args[1], os.Args[2]))
	case call == "apiserver":
		go exitWhenStdinEnds()
		os.Exit(cli.Run(app.NewAPIServerCommand()))
	case call == "kubectl":
		kubectlutil.CheckErr(cli.RunNoErrOutput(kubectl.NewDefaultKubectlCommand()))
	case call == "certs" && len(os.Args) == 2:
		exitWith(writeCertificates(os.Args[1]))
	case call == "regexp":
		exitWith(answerLines(os.Stdin, os.Stdout, matchInputs))
	case call == "yaml":
		exitWith(answerLines(os.Stdin, os.Stdout, readYAML))
	default:
		exitWith(errors.New(usage))
	}
}

func exitWith(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "testbed:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// exitWhenStdinEnds needs no graceful stop: what etcd has acknowledged is on disk, and the API server keeps nothing.
func exitWhenStdinEnds() {
	_, _ = io.Copy(io.Discard, os.Stdin)
	os.Exit(0)
}

func serveEtcd(dir, clientURL string) error {
	client, err := url.Parse(clientURL)
	if err != nil {
		return err
	}
	peer := url.URL{Scheme: "http", Host: "127.0.0.1:0"}
	config := embed.NewConfig()
	config.Dir = dir
	config.LogLevel = "error"
	config.UnsafeNoFsync = true
	config.QuotaBackendBytes = 1 << 30
	config.ListenClientUrls, config.AdvertiseClientUrls = []url.URL{*client}, []url.URL{*client}
	config.ListenPeerUrls, config.AdvertisePeerUrls = []url.URL{peer}, []url.URL{peer}
	config.InitialCluster = config.InitialClusterFromName(config.Name)
	etcd, err := embed.StartEtcd(config)
	if err != nil {
		return err
	}
	<-etcd.Server.ReadyNotify()
	fmt.Println("ready")
	return <-etcd.Err()
}

type question struct {
	Pattern string   `json:"pattern"`
	Inputs  []string `json:"inputs"`
}

type answer struct {
	Error   string `json:"error,omitempty"`
	Matches []bool `json:"matches"`
}

// answerLines writes one answer per line of questions, in their order, each before it reads the next.
func answerLines[Q, A any](questions io.Reader, answers io.Writer, answerTo func(Q) A) error {
	lines := bufio.NewReader(questions)
	encoder := json.NewEncoder(answers)
	for {
		line, readErr := lines.ReadBytes('\n')
		if len(line) > 1 {
			var asked Q
			if err := json.Unmarshal(line, &asked); err != nil {
				return fmt.Errorf("not a question: %w", err)
			}
			if err := encoder.Encode(answerTo(asked)); err != nil {
				return err
			}
		}
		if errors.Is(readErr, io.EOF) {
			return nil
		}
		if readErr != nil {
			return readErr
		}
	}
}

func matchInputs(asked question) answer {
	compiled, err := regexp.Compile(asked.Pattern)
	if err != nil {
		return answer{Error: err.Error(), Matches: []bool{}}
	}
	matches := make([]bool, len(asked.Inputs))
	for i, input := range asked.Inputs {
		matches[i] = compiled.MatchString(input)
	}
	return answer{Matches: matches}
}

type reading struct {
	Error string          `json:"error,omitempty"`
	JSON  json.RawMessage `json:"json,omitempty"`
}

// readYAML refuses what the API server refuses to read, and equal keys, which it refuses when it has typed the patch.
func readYAML(text string) reading {
	if _, err := yaml.YAMLToJSON([]byte(text)); err != nil {
		return reading{Error: err.Error()}
	}
	read, err := yaml.YAMLToJSONStrict([]byte(text))
	if err != nil {
		return reading{Error: err.Error()}
	}
	return reading{JSON: read}
}

// writeCertificates writes ca, server (127.0.0.1, localhost) and client-NAME pairs as NAME.crt and NAME.key.
func writeCertificates(dir string) error {
	ca := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{CommonName: "testbed-ca"},
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	caKey, err := writeCertificate(dir, "ca", ca, nil, nil)
	if err != nil {
		return err
	}
	server := &x509.Certificate{
		SerialNumber: big.NewInt(2),
		Subject:      pkix.Name{CommonName: "testbed-server"},
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames:     []string{"localhost"},
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	if _, err := writeCertificate(dir, "server", server, ca, caKey); err != nil {
		return err
	}
	users := map[string][]string{"admin": {"system:masters"}, "editor": {}, "viewer": {}, "nobody": {}}
	for name, groups := range users {
		client := &x509.Certificate{
			SerialNumber: big.NewInt(time.Now().UnixNano()),
			Subject:      pkix.Name{CommonName: name, Organization: groups},
			KeyUsage:     x509.KeyUsageDigitalSignature,
			ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
		}
		if _, err := writeCertificate(dir, "client-"+name, client, ca, caKey); err != nil {
			return err
		}
	}
	return nil
}

// writeCertificate signs template with parentKey, or with its own key when there is no parent, and returns that key.
func writeCertificate(dir, name string, template, parent *x509.Certificate, parentKey *ecdsa.PrivateKey) (*ecdsa.PrivateKey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	if parent == nil {
		parent, parentKey = template, key
	}
	template.NotBefore = time.Now().Add(-time.Hour)
	template.NotAfter = time.Now().Add(30 * 24 * time.Hour)
	certificate, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, parentKey)
	if err != nil {
		return nil, err
	}
	keyBytes, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	if err := writePEM(filepath.Join(dir, name+".crt"), "CERTIFICATE", certificate); err != nil {
		return nil, err
	}
	return key, writePEM(filepath.Join(dir, name+".key"), "PRIVATE KEY", keyBytes)
}

func writePEM(path, kind string, bytes []byte) error {
	return os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: bytes}), 0o600)
}
