// Command judge runs a script of statements with gosnowflake and prints each answer as one JSON line, in the words of
// script.py beside it. Its argument is the engine's connection options as JSON; the statements come on standard input.
//
// Build it in a module of its own: go mod init judge && go get github.com/snowflakedb/gosnowflake && go build -o judge .
package main

import (
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"os"
	"strconv"
	"strings"
	"time"

	sf "github.com/snowflakedb/gosnowflake"
)

type settings struct {
	Account, User, Password, Host, Protocol, Database, Schema, Warehouse, Role string
	Port                                                                       int
}

func main() {
	var options settings
	var statements []string
	check(json.Unmarshal([]byte(os.Args[1]), &options))
	check(json.NewDecoder(os.Stdin).Decode(&statements))
	utc, jsonRows := "UTC", "JSON"
	dsn, err := sf.DSN(&sf.Config{
		Account: options.Account, User: options.User, Password: options.Password, Host: options.Host,
		Port: options.Port, Protocol: options.Protocol, Database: options.Database, Schema: options.Schema,
		Warehouse: options.Warehouse, Role: options.Role,
		Params: map[string]*string{"TIMEZONE": &utc, "GO_QUERY_RESULT_FORMAT": &jsonRows},
	})
	check(err)
	db, err := sql.Open("snowflake", dsn)
	check(err)
	db.SetMaxOpenConns(1)
	for _, statement := range statements {
		line, err := json.Marshal(run(db, statement))
		check(err)
		fmt.Println(string(line))
	}
	check(db.Close())
}

func run(db *sql.DB, statement string) map[string]any {
	rows, err := db.Query(statement)
	if err != nil {
		return failure(err)
	}
	defer rows.Close()
	types, err := rows.ColumnTypes()
	check(err)
	names := []string{}
	for _, column := range types {
		names = append(names, column.Name())
	}
	all := [][]any{}
	for rows.Next() {
		cells := make([]any, len(types))
		for at := range cells {
			cells[at] = new(any)
		}
		if err := rows.Scan(cells...); err != nil {
			return failure(err)
		}
		row := []any{}
		for at, cell := range cells {
			row = append(row, plain(*cell.(*any), types[at]))
		}
		all = append(all, row)
	}
	if err := rows.Err(); err != nil {
		return failure(err)
	}
	return map[string]any{"rows": all, "names": names}
}

func failure(err error) map[string]any {
	var fault *sf.SnowflakeError
	if errors.As(err, &fault) {
		return map[string]any{"errno": fault.Number, "sqlstate": fault.SQLState}
	}
	return map[string]any{"errno": -1, "sqlstate": err.Error()}
}

func plain(value any, column *sql.ColumnType) any {
	switch cell := value.(type) {
	case nil:
		return nil
	case bool:
		return cell
	case []byte:
		return "bytes " + hex.EncodeToString(cell)
	case time.Time:
		return moment(cell, column.DatabaseTypeName())
	case *big.Int:
		return "int " + cell.String()
	}
	text := fmt.Sprint(value)
	switch column.DatabaseTypeName() {
	case "FIXED":
		if _, scale, ok := column.DecimalSize(); ok && scale > 0 {
			return "decimal " + written(value, int(scale))
		}
		number, err := strconv.ParseInt(text, 10, 64)
		if err != nil || number >= 1<<53 || number <= -(1<<53) {
			return "int " + text
		}
		return number
	case "BOOLEAN":
		// In a result of JSON the driver hands over its text, which Scan reads into a bool.
		return text == "1"
	case "REAL":
		number, err := strconv.ParseFloat(text, 64)
		check(err)
		return "float " + strconv.FormatFloat(number, 'g', -1, 64)
	}
	return text
}

func written(value any, scale int) string {
	if number, ok := value.(float64); ok {
		return strconv.FormatFloat(number, 'f', scale, 64)
	}
	return strings.TrimSpace(fmt.Sprint(value))
}

func moment(cell time.Time, kind string) string {
	switch {
	case kind == "DATE":
		return "date " + cell.Format("2006-01-02")
	case kind == "TIME":
		return "time " + cell.Format("15:04:05"+fraction(cell))
	case kind == "TIMESTAMP_NTZ":
		return "datetime " + cell.Format("2006-01-02T15:04:05"+fraction(cell))
	}
	return "datetime " + cell.Format("2006-01-02T15:04:05"+fraction(cell)+"-07:00")
}

func fraction(cell time.Time) string {
	if cell.Nanosecond() == 0 {
		return ""
	}
	return ".000000"
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
